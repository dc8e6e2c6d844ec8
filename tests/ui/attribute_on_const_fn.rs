use retry_core::retry;

#[retry]
const fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
