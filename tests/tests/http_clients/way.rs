/// Each way to use a policy: sending alone, judged as a whole outcome; or sending, checking and reading
/// as one operation, judged by its error.
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
