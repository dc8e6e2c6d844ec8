use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

pin_project! {
    /// The future of a [`HedgedService`](crate::tower::HedgedService).
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct HedgedResponse<F, G> {
        #[pin]
        request: Request<F, G>,
    }
}

pin_project! {
    #[project = RequestProjection]
    #[derive(Debug)]
    enum Request<F, G> {
        // It cannot be copied, and is sent once.
        Single { #[pin] response: F },
        Hedged { #[pin] response: G },
    }
}

impl<F, G> HedgedResponse<F, G> {
    pub(crate) const fn single(response: F) -> Self {
        let request = Request::Single { response };
        Self { request }
    }

    pub(crate) const fn hedged(response: G) -> Self {
        let request = Request::Hedged { response };
        Self { request }
    }
}

impl<F, G> Future for HedgedResponse<F, G>
where
    F: Future,
    G: Future<Output = F::Output>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        match self.project().request.project() {
            RequestProjection::Single { response } => response.poll(cx),
            RequestProjection::Hedged { response } => response.poll(cx),
        }
    }
}
