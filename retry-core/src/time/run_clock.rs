use core::time::Duration;

use super::{Clock, Moment};
use crate::policy::nanos;

/// The clock of what may await or block: a loop by hand, a gate. Where these have different clocks, as in a tokio runtime whose clock is paused, the time that passed is that of the one that
/// moved more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunClock<T> {
    pub(crate) timer: T,
    /// The time of this clock in nanoseconds at the last readings of the two.
    time: u64,
    timer_reading: u64,
    thread_reading: u64,
}

impl<T> RunClock<T> {
    /// A clock that has not started.
    pub(crate) const fn new(timer: T) -> Self {
        Self {
            timer,
            time: 0,
            timer_reading: 0,
            thread_reading: 0,
        }
    }
}

impl<T: Clock> RunClock<T> {
    pub(crate) fn start(&mut self) -> Moment {
        self.time = self.timer.nanos();
        self.timer_reading = self.time;
        self.thread_reading = self.thread_nanos();
        Moment::Nanos(self.time)
    }

    /// Reads the clocks and returns the time.
    pub(crate) fn read(&mut self) -> u64 {
        let (timer, thread) = (self.timer.nanos(), self.thread_nanos());
        self.time = self.time_at(timer, thread);
        self.timer_reading = timer;
        self.thread_reading = thread;
        self.time
    }

    fn time_at(&self, timer: u64, thread: u64) -> u64 {
        let passed = timer.saturating_sub(self.timer_reading);
        let slept = thread.saturating_sub(self.thread_reading);
        self.time.saturating_add(passed.max(slept))
    }

    /// Zero where threads have no clock of their own.
    fn thread_nanos(&self) -> u64 {
        self.timer.thread_clock().map_or(0, Clock::nanos)
    }
}

impl<T: Clock> Clock for RunClock<T> {
    fn now(&self) -> Duration {
        nanos::to_duration(self.nanos())
    }

    fn nanos(&self) -> u64 {
        self.time_at(self.timer.nanos(), self.thread_nanos())
    }

    fn entropy(&self) -> u64 {
        self.timer.entropy()
    }
}
