use super::Charge;

/// The budget of targets without 64-bit atomics: there is none, so nothing calls these methods. Callers
/// need no `cfg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {}

impl Budget {
    pub(crate) const fn name(&self) -> Option<&'static str> {
        match *self {}
    }

    pub(crate) fn deposit(&self, _now: u64) {
        match *self {}
    }

    pub(crate) fn withdraw(&self, _charge: Charge, _now: u64) -> bool {
        match *self {}
    }

    pub(crate) fn give_back(&self, _charge: Charge) {
        match *self {}
    }

    pub(crate) fn accepted(&self, _paid: Option<Charge>, _now: impl FnMut() -> u64) {
        match *self {}
    }
}
