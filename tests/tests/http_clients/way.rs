/// A way to use a policy with a client. "Send" only sends the request, and the outcome is judged.
/// "Fetch" sends it, checks the status and reads the body in one operation, and the error is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    ReqwestSend,
    ReqwestFetch,
    UreqSend,
    UreqFetch,
}

pub(crate) const SEND: [Way; 2] = [Way::ReqwestSend, Way::UreqSend];
pub(crate) const FETCH: [Way; 2] = [Way::ReqwestFetch, Way::UreqFetch];
pub(crate) const EVERY: [Way; 4] = [
    Way::ReqwestSend,
    Way::ReqwestFetch,
    Way::UreqSend,
    Way::UreqFetch,
];
