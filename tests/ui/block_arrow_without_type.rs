use retry_core::retry_block;

fn main() {
    let _: Option<()> = retry_block!(attempts = 5; -> { None });
}
