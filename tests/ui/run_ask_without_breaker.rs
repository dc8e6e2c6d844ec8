use retry_core::Policy;

fn main() {
    let mut run = Policy::new().start();
    let _ = run.ask();
}
