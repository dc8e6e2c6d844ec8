use retry_core::retry;

struct Client;

#[retry]
impl Client {
    fn fetch(&self) -> Option<()> {
        None
    }
}

fn main() {
    Client.fetch();
}
