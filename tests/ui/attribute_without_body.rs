use retry_core::retry;

trait Fetch {
    #[retry]
    fn fetch(&self) -> Option<()>;
}

fn main() {}
