// #[retry(deadline = self.patience, on = is_transient)]
// async fn fetch(&mut self, mut url: String) -> Result<Page, Error> { self.get(url).await? }
async fn fetch(&mut self, url: String) -> Result<Page, Error> {
    let mut run = ::retry_core::__private::declared::<Result<Page, Error>>()
        .deadline(self.patience)
        .on(is_transient)
        .__name(|| "fetch")
        .__begin::<false>();
    loop {
        let delay = {
            let began = run.began();
            #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)]
            let mut url = ::retry_core::__private::fresh(&url);
            let attempt = async {
                // Never taken: it types the block and has it own its copies.
                #[allow(unreachable_code, unused_variables, clippy::diverging_sub_expression)]
                if false {
                    ::retry_core::__private::own(url);
                    return ::retry_core::__private::never::<Result<Page, Error>>();
                }
                { self.get(url).await? }
            };
            // By value, in a statement of its own; only then comes the wait.
            let outcome = run.guard(attempt).await;
            match run.settle(outcome, began) {
                ::core::ops::ControlFlow::Break(output) => break output,
                ::core::ops::ControlFlow::Continue(delay) => delay,
            }
        };
        ::retry_core::__private::yields(delay).await;
        run.sleep(delay).await;
    }
}
