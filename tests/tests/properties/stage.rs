use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use retry_core::time::{AsyncTimer, Clock};

/// Attempts and waits that are pending until the test opens them, in the order in which they began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    now: Duration,
    gates: Vec<Gate>,
    /// How many attempts fail.
    failures: usize,
    /// How many of the futures have not been dropped.
    alive: usize,
}

#[derive(Debug)]
struct Gate {
    is: Is,
    is_open: bool,
    waker: Option<Waker>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Is {
    /// With its number, from 0.
    Attempt(usize),
    Wait(Duration),
    /// The timeout of an attempt.
    Timeout(Duration),
}

impl Stage {
    pub(crate) fn new(failures: usize) -> Self {
        let stage = Self::default();
        stage.state().failures = failures;
        stage
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it is locked")
    }

    fn begin(&self, is: Is) -> AtGate {
        let mut state = self.state();
        state.alive += 1;
        state.gates.push(Gate {
            is,
            is_open: false,
            waker: None,
        });
        AtGate {
            stage: self.clone(),
            number: state.gates.len() - 1,
        }
    }

    /// The next attempt. Its outcome is its number.
    pub(crate) fn attempt(&self) -> impl Future<Output = Result<usize, usize>> + Send + use<> {
        let call = self.calls();
        let gate = self.begin(Is::Attempt(call));
        async move {
            let stage = gate.stage.clone();
            gate.await;
            let failures = stage.state().failures;
            if call < failures { Err(call) } else { Ok(call) }
        }
    }

    /// How many attempts have begun.
    pub(crate) fn calls(&self) -> usize {
        let is_attempt = |gate: &&Gate| matches!(gate.is, Is::Attempt(_));
        self.state().gates.iter().filter(is_attempt).count()
    }

    /// What has begun, in order.
    pub(crate) fn begun(&self) -> Vec<Is> {
        self.state().gates.iter().map(|gate| gate.is).collect()
    }

    pub(crate) fn alive(&self) -> usize {
        self.state().alive
    }

    /// Opens the last one that this describes, and wakes who waits for it.
    pub(crate) fn open(&self, wanted: fn(Is) -> bool) {
        let mut state = self.state();
        let is_wanted = |gate: &&mut Gate| wanted(gate.is);
        let last = state.gates.iter_mut().rev().find(is_wanted);
        let Some(gate) = last.filter(|gate| !gate.is_open) else {
            return;
        };
        gate.is_open = true;
        let waker = gate.waker.take();
        if let Is::Wait(delay) | Is::Timeout(delay) = gate.is {
            state.now += delay;
        }
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Ready when it is open.
#[derive(Debug)]
pub(crate) struct AtGate {
    stage: Stage,
    number: usize,
}

impl Future for AtGate {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.stage.state();
        let gate = &mut state.gates[self.number];
        if gate.is_open {
            return Poll::Ready(());
        }
        gate.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for AtGate {
    fn drop(&mut self) {
        self.stage.state().alive -= 1;
    }
}

impl Clock for Stage {
    fn now(&self) -> Duration {
        self.state().now
    }
}

impl AsyncTimer for Stage {
    type Sleep = AtGate;

    fn sleep(&self, delay: Duration) -> AtGate {
        self.begin(Is::Wait(delay))
    }

    fn timeout(&self, limit: Duration) -> AtGate {
        self.begin(Is::Timeout(limit))
    }
}

/// A waker that counts.
#[derive(Debug, Default)]
pub(crate) struct Wakes(AtomicUsize);

impl Wakes {
    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
