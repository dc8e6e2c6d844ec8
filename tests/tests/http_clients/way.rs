/// A way to use a policy with a client. "Send" only sends the request, and the outcome is judged.
/// "Fetch" sends it, checks the status and reads the body in one operation, and the error is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    ReqwestSend,
    ReqwestFetch,
    Reqwest012Send,
    Reqwest012Fetch,
    UreqSend,
    UreqFetch,
}

pub(crate) const SEND: [Way; 3] = [Way::ReqwestSend, Way::Reqwest012Send, Way::UreqSend];
pub(crate) const FETCH: [Way; 3] = [Way::ReqwestFetch, Way::Reqwest012Fetch, Way::UreqFetch];
pub(crate) const EVERY: [Way; 6] = [
    Way::ReqwestSend,
    Way::ReqwestFetch,
    Way::Reqwest012Send,
    Way::Reqwest012Fetch,
    Way::UreqSend,
    Way::UreqFetch,
];
