//! The one word of a breaker: every transition, with two who make one at the same time.

use loom::{sync::Arc, thread};

use crate::{
    SECOND,
    atomic::AtomicU64,
    circuit::{Change, Circuit},
    model,
    ticket::Ticket,
    word::{Limits, Tag, Word},
};

const LIMITS: Limits<fn(u32) -> u64> = Limits {
    probes: 1,
    is_watched: false,
    open_for: |opening| u64::from(opening) * SECOND,
};
const TWO_PROBES: Limits<fn(u32) -> u64> = Limits {
    probes: 2,
    ..LIMITS
};

fn closed() -> Circuit {
    Circuit(AtomicU64::new(Word::closed(0, false).0))
}

/// Open for the first time, until 1 s.
fn open() -> Circuit {
    let circuit = closed();
    assert_eq!(fail(&circuit, admit(&circuit, 0), 1, 0), OPENED);
    circuit
}

/// With a probe that is out.
fn half_open(limits: &Limits<fn(u32) -> u64>) -> (Circuit, Ticket) {
    let circuit = open();
    let (probe, change) = circuit.admit(SECOND, limits).expect("a probe");
    assert_eq!(change, Some((Tag::Open, Tag::HalfOpen)));
    (circuit, probe)
}

const OPENED: Option<Change> = Some((Tag::Closed, Tag::Open));
const CLOSED: Option<Change> = Some((Tag::HalfOpen, Tag::Closed));
const REOPENED: Option<Change> = Some((Tag::HalfOpen, Tag::Open));

/// That of an attempt which a breaker admits that has never opened.
fn first_ticket() -> Ticket {
    admit(&closed(), 0)
}

fn admit(circuit: &Circuit, now: u64) -> Ticket {
    circuit.admit(now, &LIMITS).expect("it lets it through").0
}

fn is_admitted(circuit: &Circuit, now: u64) -> bool {
    circuit.admit(now, &LIMITS).is_ok()
}

fn fail(circuit: &Circuit, ticket: Ticket, most: u32, now: u64) -> Option<Change> {
    circuit.fail(ticket, Some(most), now, &LIMITS)
}

fn tag(circuit: &Circuit) -> Tag {
    circuit.word().tag()
}

#[test]
fn of_two_last_failures_one_opens_it() {
    model(
        || (closed(), first_ticket()),
        |(circuit, ticket)| fail(circuit, *ticket, 1, 0),
        |(circuit, ticket)| fail(circuit, *ticket, 1, SECOND),
        |(circuit, _), one, two| {
            assert!((one == OPENED) ^ (two == OPENED));
            // Opened once: with the time of the one that did it.
            let until = if one == OPENED { 1 } else { 2 };
            assert_eq!(circuit.word().opens_in(0), Some(until * SECOND));
        },
    );
}

#[test]
fn no_failure_in_a_row_is_lost() {
    model(
        || (closed(), first_ticket()),
        |(circuit, ticket)| fail(circuit, *ticket, 3, 0),
        |(circuit, ticket)| fail(circuit, *ticket, 3, 0),
        |(circuit, ticket), one, two| {
            assert_eq!((one, two), (None, None));
            assert_eq!(fail(circuit, *ticket, 3, 0), OPENED);
        },
    );
}

/// A success that comes between two failures ends the row, after both it comes too late.
#[test]
fn a_success_ends_a_row_or_comes_too_late() {
    model(
        || (closed(), first_ticket()),
        |(circuit, ticket)| [(); 2].map(|()| fail(circuit, *ticket, 2, 0)),
        |(circuit, ticket)| circuit.succeed(*ticket, &LIMITS),
        |(circuit, _), [first, second], success| {
            assert_eq!((first, success), (None, None));
            let is_open = second == OPENED;
            assert_eq!(tag(circuit) == Tag::Open, is_open);
        },
    );
}

#[test]
fn of_two_who_come_when_its_time_is_over_one_is_the_probe() {
    model(
        open,
        |circuit| circuit.admit(SECOND, &LIMITS).map(|(_, change)| change),
        |circuit| circuit.admit(SECOND, &LIMITS).map(|(_, change)| change),
        |circuit, one, two| {
            assert!(one.is_ok() ^ two.is_ok());
            let told = Ok(Some((Tag::Open, Tag::HalfOpen)));
            assert!(one == told || two == told);
            assert_eq!(tag(circuit), Tag::HalfOpen);
        },
    );
}

#[test]
fn of_three_who_come_two_are_probes() {
    loom::model(|| {
        let circuit = Arc::new(open());
        let ask = |circuit: &Circuit| circuit.admit(SECOND, &TWO_PROBES).is_ok();
        let others = [(); 2].map(|()| {
            let circuit = Arc::clone(&circuit);
            thread::spawn(move || ask(&circuit))
        });
        let own = ask(&circuit);
        let others = others.map(|thread| thread.join().expect("no panic"));
        let admitted = u32::from(own) + u32::from(others[0]) + u32::from(others[1]);
        assert_eq!(admitted, 2);
    });
}

#[test]
fn a_probe_closes_it_while_another_asks() {
    model(
        || half_open(&LIMITS),
        |(circuit, probe)| circuit.succeed(*probe, &LIMITS),
        |(circuit, _)| is_admitted(circuit, SECOND),
        |(circuit, _), success, _| {
            assert_eq!(success, CLOSED);
            assert!(is_admitted(circuit, SECOND));
        },
    );
}

#[test]
fn two_probes_close_it_together() {
    model(
        || {
            let (circuit, one) = half_open(&TWO_PROBES);
            let (two, _) = circuit.admit(SECOND, &TWO_PROBES).expect("a probe");
            (circuit, one, two)
        },
        |(circuit, one, _)| circuit.succeed(*one, &TWO_PROBES),
        |(circuit, _, two)| circuit.succeed(*two, &TWO_PROBES),
        |(circuit, ..), one, two| {
            assert!((one == CLOSED) ^ (two == CLOSED));
            assert_eq!(tag(circuit), Tag::Closed);
        },
    );
}

#[test]
fn of_two_probes_one_fails_and_it_is_open_in_any_order() {
    model(
        || {
            let (circuit, one) = half_open(&TWO_PROBES);
            let (two, _) = circuit.admit(SECOND, &TWO_PROBES).expect("a probe");
            (circuit, one, two)
        },
        |(circuit, one, _)| circuit.succeed(*one, &TWO_PROBES),
        |(circuit, _, two)| circuit.fail(*two, Some(1), SECOND, &TWO_PROBES),
        |(circuit, ..), one, two| {
            assert_eq!((one, two), (None, REOPENED));
            // The second opening lasts 2 s.
            assert_eq!(circuit.word().opens_in(SECOND), Some(2 * SECOND));
        },
    );
}

#[test]
fn the_place_of_a_dropped_probe_is_taken_once() {
    model(
        || half_open(&LIMITS),
        |(circuit, probe)| {
            circuit.release(*probe);
            is_admitted(circuit, SECOND)
        },
        |(circuit, _)| is_admitted(circuit, SECOND),
        |(circuit, _), one, two| {
            assert!(one ^ two);
            assert!(!is_admitted(circuit, SECOND));
        },
    );
}

#[test]
fn a_late_report_does_nothing_to_a_later_opening() {
    model(
        || {
            let (circuit, probe) = half_open(&LIMITS);
            let late = first_ticket();
            (circuit, probe, late)
        },
        |(circuit, probe, _)| fail(circuit, *probe, 1, SECOND),
        |(circuit, _, late)| {
            circuit.release(*late);
            circuit.succeed(*late, &LIMITS)
        },
        |(circuit, ..), probe, late| {
            assert_eq!((probe, late), (REOPENED, None));
            assert_eq!(tag(circuit), Tag::Open);
        },
    );
}

#[test]
fn a_probe_ends_while_it_is_isolated() {
    model(
        || half_open(&LIMITS),
        |(circuit, probe)| circuit.succeed(*probe, &LIMITS),
        |(circuit, _)| circuit.isolate(),
        |(circuit, _), success, isolated| {
            let from = if success == CLOSED {
                Tag::Closed
            } else {
                Tag::HalfOpen
            };
            assert_eq!(isolated, Some((from, Tag::Isolated)));
            assert_eq!(tag(circuit), Tag::Isolated);
            assert!(!is_admitted(circuit, u64::MAX - 1));
        },
    );
}

#[test]
fn a_failure_opens_it_or_is_forgotten_by_a_reset() {
    model(
        || (closed(), first_ticket()),
        |(circuit, ticket)| fail(circuit, *ticket, 1, 0),
        |(circuit, _)| circuit.reset(&LIMITS),
        |(circuit, _), failure, reset| {
            assert_eq!(failure.is_some(), reset == Some((Tag::Open, Tag::Closed)));
            assert_eq!(tag(circuit), Tag::Closed);
        },
    );
}

/// A rate opens it by itself.
#[test]
fn of_two_who_see_the_rate_one_opens_it() {
    model(
        || (closed(), first_ticket()),
        |(circuit, ticket)| circuit.open(*ticket, 0, &LIMITS),
        |(circuit, ticket)| circuit.open(*ticket, 0, &LIMITS),
        |circuit, one, two| {
            assert!((one == OPENED) ^ (two == OPENED));
            assert_eq!(tag(&circuit.0), Tag::Open);
        },
    );
}
