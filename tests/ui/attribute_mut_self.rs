use retry_core::retry;

struct Counter(u32);

impl Counter {
    #[retry]
    fn count(mut self) -> Option<u32> {
        self.0 += 1;
        Some(self.0)
    }
}

fn main() {
    Counter(1).count();
}
