use retry_core::retry_block;

fn main() {
    let _: Option<()> = retry_block!(attempt = 5; { None });
}
