//! The contenders: the work alone, the loop by hand, this crate, and its peers.

use crate::contender::Contender;

#[cfg(feature = "peers")]
pub mod backoff;
#[cfg(feature = "peers")]
pub mod backon;
#[cfg(feature = "peers")]
mod backon_macros;
mod by_hand;
mod direct;
#[cfg(feature = "peers")]
pub mod execution_policy;
#[cfg(feature = "peers")]
mod failsafe;
#[cfg(feature = "peers")]
pub mod mettle;
#[cfg(feature = "peers")]
mod mulligan;
#[cfg(feature = "peers")]
mod recloser;
#[cfg(feature = "peers")]
pub mod relentless;
#[cfg(feature = "peers")]
mod retry;
mod retry_core;
#[cfg(feature = "peers")]
mod retrying;
#[cfg(feature = "peers")]
pub mod tokio_retry;
#[cfg(feature = "peers")]
pub mod tokio_retry2;
#[cfg(feature = "peers")]
pub mod tower;
#[cfg(feature = "peers")]
mod tower_resilience_circuitbreaker;
#[cfg(feature = "peers")]
mod tower_resilience_hedge;
#[cfg(feature = "peers")]
mod tryhard;

/// All contenders, in the order of the table.
#[must_use]
pub fn all() -> Vec<Contender> {
    vec![
        direct::DIRECT,
        by_hand::BY_HAND,
        retry_core::RETRY_CORE,
        #[cfg(feature = "peers")]
        backon::BACKON,
        #[cfg(feature = "peers")]
        backon_macros::BACKON_MACROS,
        #[cfg(feature = "peers")]
        tokio_retry::TOKIO_RETRY,
        #[cfg(feature = "peers")]
        tokio_retry2::TOKIO_RETRY2,
        #[cfg(feature = "peers")]
        retry::RETRY,
        #[cfg(feature = "peers")]
        backoff::BACKOFF,
        #[cfg(feature = "peers")]
        tryhard::TRYHARD,
        #[cfg(feature = "peers")]
        relentless::RELENTLESS,
        #[cfg(feature = "peers")]
        mettle::METTLE,
        #[cfg(feature = "peers")]
        execution_policy::EXECUTION_POLICY,
        #[cfg(feature = "peers")]
        tower::TOWER,
        #[cfg(feature = "peers")]
        mulligan::MULLIGAN,
        #[cfg(feature = "peers")]
        retrying::RETRYING,
        #[cfg(feature = "peers")]
        failsafe::FAILSAFE,
        #[cfg(feature = "peers")]
        recloser::RECLOSER,
        #[cfg(feature = "peers")]
        tower_resilience_circuitbreaker::TOWER_RESILIENCE_CIRCUITBREAKER,
        #[cfg(feature = "peers")]
        tower_resilience_hedge::TOWER_RESILIENCE_HEDGE,
    ]
}
