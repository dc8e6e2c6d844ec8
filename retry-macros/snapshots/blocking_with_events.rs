// #[retry(attempts = 5, backoff = 100ms, on = Error::Timeout | Error::Status(500..=599))]
// pub fn fetch(&self, mut url: String) -> Result<Page, Error> { self.get(url)? }
pub fn fetch(&self, url: String) -> Result<Page, Error> {
    // The function consumes what it was given, whatever clippy thinks of a body that copies.
    #[allow(clippy::shadow_same, clippy::redundant_locals)]
    let url = url;
    ::retry_core::__private::call_showing::<Result<Page, Error>, _, _, _>(
        || -> Result<Page, Error> {
            // `mut url` is fresh in each attempt: no state leaks from one to the next.
            #[allow(clippy::shadow_same, clippy::shadow_reuse, clippy::shadow_unrelated)]
            let mut url = ::retry_core::__private::fresh(&url);
            { self.get(url)? }
        },
        // Known while compiling, so the run holds no policy.
        const {
            &::retry_core::__private::Plan::new(
                ::retry_core::Policy::new()
                    .attempts(5u32)
                    .backoff(::retry_core::__private::exponential(0u64, 100000000u32)),
                "fetch"
            )
        },
        ::retry_core::__private::on::<Result<Page, Error>, _, _>({
            |judged| {
                match *judged {
                    Error::Timeout | Error::Status(500..=599) => true,
                    #[allow(unreachable_patterns)]
                    _ => false,
                }
            }
        }),
        // With the text of the error, if it implements `Display`.
        {
        #[allow(unused_imports)]
        use ::retry_core::__private::HidesError as _;
        ::retry_core::__private::ErrorOf::<Result<Page, Error>>::NEW.view()
    }
    )
}
