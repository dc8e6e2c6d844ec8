// #[retry(deadline = self.patience, on = is_transient)]
// async fn fetch(&mut self, mut url: String) -> Result<Page, Error> { self.get(url).await? }
async fn fetch(&mut self, url: String) -> Result<Page, Error> {
    let mut run = ::retry_core::__private::begin_as(
        // The deadline is only known at run time, so it goes through the builder, which then needs the name again.
        ::retry_core::__private::named(
            // Events show the text of the error, if it implements `Display`.
            ::retry_core::__private::showing(::retry_core::__private::declared::<Result<Page, Error>, _, _>(
                {
                    // Stands for the plan, and takes no room in the future.
                    struct Function;
                    impl ::retry_core::__private::HasPlan for Function {
                        const PLAN: ::retry_core::__private::Plan =
                            ::retry_core::__private::Plan::new(::retry_core::Policy::new(), "fetch");
                    }
                    Function
                },
                ::retry_core::__private::on::<Result<Page, Error>, _, _>({ is_transient })
            ), {
                #[allow(unused_imports)]
                use ::retry_core::__private::HidesError as _;
                ::retry_core::__private::ErrorOf::<Result<Page, Error>>::NEW.view()
            }),
            || "fetch"
        )
        .deadline(self.patience),
        false
    );
    loop {
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
        // A turn is an attempt and the wait behind it, which nothing of the attempt lives to see.
        if let ::core::ops::ControlFlow::Break(output) =
            ::retry_core::__private::turn::<Result<Page, Error>, _, _, _, _>({ &mut run }, attempt)
                .await
        {
            break output;
        }
    }
}
