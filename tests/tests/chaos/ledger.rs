use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    dice::Dice,
    fault::{Fault, Welcome},
    request::Request,
};

/// What the server has seen and done.
#[derive(Debug)]
pub(crate) struct Ledger {
    dice: Dice,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
pub(crate) struct Entries {
    connections: u64,
    pub(crate) calls: HashMap<u64, Entry>,
    pub(crate) faults: BTreeMap<Fault, u64>,
    pub(crate) welcomes: BTreeMap<Welcome, u64>,
}

/// About one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// How often its request was read.
    pub(crate) arrivals: u32,
    /// How often it was carried out: once for each key, and each time without one.
    pub(crate) effects: u32,
    /// Whether a request had another body than it should have.
    pub(crate) is_spoilt: bool,
    keys: HashSet<String>,
}

impl Ledger {
    pub(crate) fn new(dice: Dice) -> Self {
        Self {
            dice,
            entries: Mutex::default(),
        }
    }

    pub(crate) fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a connection, and says what happens to it.
    pub(crate) fn welcome(&self) -> Welcome {
        let mut entries = self.entries();
        entries.connections += 1;
        let welcome = Welcome::of(self.dice.of(0).of(entries.connections));
        *entries.welcomes.entry(welcome).or_default() += 1;
        welcome
    }

    /// Notes a request, processes it if its fault lets that happen, and says what follows.
    pub(crate) fn arrival(&self, request: &Request) -> Fault {
        let mut entries = self.entries();
        let entry = entries.calls.entry(request.number).or_default();
        entry.arrivals += 1;
        entry.is_spoilt |= request.body != request.expected_body();
        let dice = self.dice.of(request.number).of(entry.arrivals.into());
        let fault = Fault::of(dice);
        if fault.is_processed() && request.method == "POST" {
            let is_new = match &request.key {
                Some(key) => entry.keys.insert(key.clone()),
                None => true,
            };
            entry.effects += u32::from(is_new);
        }
        *entries.faults.entry(fault).or_default() += 1;
        fault
    }

    pub(crate) fn garbage(&self, request: &Request) -> Vec<u8> {
        let dice = self.dice.of(request.number);
        match dice.below(3) {
            0 => (0..20).flat_map(|byte| dice.of(byte).bytes()).collect(),
            1 => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnumber\r\n".into(),
            _ => b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\ndone".into(),
        }
    }
}
