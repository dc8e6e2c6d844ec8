use std::{thread, time::Duration};

use retry_core::{Budget, StopReason, http::FailureKind};
use retry_tests::{RefusingPort, runtime_of_two_threads};

use crate::{
    async_calls,
    call::{Call, End, Kind, Site, Target},
    dice::Dice,
    ledger::Entry,
    observer::{ATTEMPTS, Observer},
    reqwest_calls::ReqwestClient,
    resources::{descriptors, wait_for},
    server::Server,
    tally::Tally,
    tower_calls::tower_client,
    ureq_calls,
};

/// How many calls each client makes.
const CALLS: u64 = 120;
/// What a run of ureq pays in. The others are not paid anything, since one that is dropped may have paid or not.
const RATIO: f64 = 0.25;

/// One client, its calls and their ends.
struct Played {
    name: &'static str,
    observer: Observer,
    /// The tokens that were there in the end and those that paid for retries.
    paid_in: f64,
    ends: Vec<(Call, End)>,
}

/// Plays a round, and asserts that all is well.
pub(crate) fn play(seed: u64) -> Tally {
    let dice = Dice::new(seed);
    // The first runtime of a process opens what is for all of them, such as the socket of signals.
    drop(runtime_of_two_threads());
    let before = descriptors();
    let server = Server::start(dice.of(0));
    let refusing = RefusingPort::take();
    let site = Site::new(&server, &refusing);
    let with_server = descriptors();

    let played = make_calls(&site, dice);

    server.finish();
    wait_for("descriptors", with_server, descriptors);
    let mut tally = Tally::default();
    for played in &played {
        played.assert_calls(&server);
        played.assert_budget();
        played.count(&mut tally);
    }
    let entries = server.ledger.entries();
    for (fault, times) in &entries.faults {
        tally.add(format!("{fault:?}"), *times);
    }
    for (welcome, times) in &entries.welcomes {
        tally.add(format!("{welcome:?}"), *times);
    }
    drop(entries);
    drop((server, refusing));
    wait_for("descriptors", before, descriptors);
    tally
}

/// Makes the calls of all clients at the same time. When it returns, no client is left.
fn make_calls(site: &Site, dice: Dice) -> [Played; 3] {
    let calls = |client: u64| -> Vec<_> {
        let numbers = client * CALLS + 1..=(client + 1) * CALLS;
        numbers.map(|number| Call::new(dice, number)).collect()
    };
    // For some too few, so that runs are refused a retry.
    let reserve = |client: u64| 20 + u32::from(dice.of(CALLS).of(client).bytes()[0] / 2);
    let [reqwest, tower] = [0, 1].map(|client| Observer::new(Budget::reserved(reserve(client))));
    let window = Duration::from_secs(3600);
    let ureq = Observer::new(Budget::ratio(RATIO).reserve(reserve(2)).window(window));

    let (reqwest_ends, tower_ends, ureq_ends) = thread::scope(|scope| {
        let blocking = scope.spawn(|| {
            let calls: Vec<_> = calls(2).into_iter().map(Call::blocking).collect();
            ureq_calls::make(site, &ureq, &calls)
        });
        let runtime = runtime_of_two_threads();
        let ends = runtime.block_on(async {
            tokio::join!(
                async_calls::make(ReqwestClient::new(site, &reqwest), calls(0)),
                async_calls::make(tower_client(site, &tower), calls(1)),
            )
        });
        let metrics = runtime.metrics();
        wait_for("tasks of the clients", 0, || metrics.num_alive_tasks());
        (ends.0, ends.1, blocking.join().expect("no panic"))
    });
    let played = |name, observer, client, ratio, ends: Vec<_>| Played {
        name,
        observer,
        paid_in: f64::from(reserve(client)) + ends.iter().map(|_| ratio).sum::<f64>(),
        ends,
    };
    [
        played("reqwest", reqwest, 0, 0.0, reqwest_ends),
        played("tower", tower, 1, 0.0, tower_ends),
        played("ureq", ureq, 2, RATIO, ureq_ends),
    ]
}

impl Played {
    fn assert_calls(&self, server: &Server) {
        assert_eq!(self.ends.len() as u64, CALLS, "every call has ended once");
        for (call, end) in &self.ends {
            let entries = server.ledger.entries();
            let entry = entries.calls.get(&call.number).cloned();
            drop(entries);
            self.assert_call(*call, *end, &entry.unwrap_or_default());
        }
    }

    /// What callers, hooks and the server know about one call agrees.
    fn assert_call(&self, call: Call, end: End, entry: &Entry) {
        let observed = self.observer.observed(call.number);
        let case = format!("{} {call:?}\n{end:?}\n{entry:?}\n{observed:?}", self.name);
        let is_dropped = matches!(end, End::Dropped);
        let is_accepted = matches!(end, End::Done | End::Cut);
        let attempts = observed.retries + 1;

        assert!(!entry.is_spoilt, "{case}");
        assert!(attempts <= ATTEMPTS, "{case}");
        // The hooks run once at the end, and not at all if nobody waits for it.
        match observed.ends[..] {
            [] => assert!(is_dropped, "{case}"),
            [(at, reason)] => {
                assert_eq!(at, attempts, "{case}");
                let is_stopped = reason != StopReason::Accepted;
                assert_eq!(observed.stops, u32::from(is_stopped), "{case}");
                assert!(is_dropped || is_stopped != is_accepted, "{case}");
            }
            _ => panic!("ended twice: {case}"),
        }
        // An attempt that is said not to have reached the server has not reached it.
        assert!(entry.arrivals <= attempts - observed.never_sent, "{case}");
        if let End::Failed(FailureKind::NeverSent) = end {
            assert!(observed.never_sent > 0, "{case}");
        }
        if call.target != Target::Server {
            assert_eq!(entry.arrivals, 0, "{case}");
            assert!(matches!(end, End::Failed(_) | End::Dropped), "{case}");
        }
        if call.kind == Kind::Plain {
            assert!(entry.arrivals <= 1, "sent twice: {case}");
        }
        assert!(entry.effects <= u32::from(call.has_effect()), "{case}");
        if is_accepted {
            assert_eq!(entry.effects, u32::from(call.has_effect()), "lost: {case}");
        }
    }

    /// The budget has paid for each retry that was sent, and for nothing else.
    fn assert_budget(&self) {
        let expected = self.paid_in - f64::from(self.observer.resends());
        assert_eq!(self.observer.budget.available(), expected, "{}", self.name);
    }

    fn count(&self, tally: &mut Tally) {
        let name = self.name;
        tally.add(format!("{name} resends"), self.observer.resends().into());
        for (call, end) in &self.ends {
            tally.add(format!("{name} {end:?}"), 1);
            for (_, reason) in self.observer.observed(call.number).ends {
                tally.add(format!("{name} stop: {reason}"), 1);
            }
        }
    }
}
