use std::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::BinaryHeap,
    fmt,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use retry_core::time::{AsyncTimer, Clock};

use crate::random::Random;

type Task = Pin<Box<dyn Future<Output = ()>>>;
type TaskId = usize;

/// Simulated time, and the tasks that live in it: an executor whose clock jumps to the next event.
///
/// It is the timer of the runs that are simulated, so these are the loops, budgets and timeouts that a
/// program has. Two worlds with the same seed are alike in every event.
#[derive(Clone)]
pub struct World(Rc<State>);

struct State {
    now: Cell<Duration>,
    /// What wakes which task, and when. The number in the middle keeps events of one moment in order.
    events: RefCell<BinaryHeap<Reverse<(Duration, u64, TaskId)>>>,
    count: Cell<u64>,
    /// A place is empty once its task has ended.
    tasks: RefCell<Vec<Option<Task>>>,
    current: Cell<TaskId>,
    random: Random,
}

impl World {
    /// A world at time zero, without tasks.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Rc::new(State {
            now: Cell::new(Duration::ZERO),
            events: RefCell::default(),
            count: Cell::new(0),
            tasks: RefCell::default(),
            current: Cell::new(0),
            random: Random::new(seed),
        }))
    }

    /// The random numbers of this world.
    #[must_use]
    pub fn random(&self) -> &Random {
        &self.0.random
    }

    /// Starts a task at this time.
    pub fn spawn_at(&self, start: Duration, task: impl Future<Output = ()> + 'static) {
        let mut tasks = self.0.tasks.borrow_mut();
        tasks.push(Some(Box::pin(task)));
        self.wake_at(start, tasks.len() - 1);
    }

    /// Runs until this time, or until nothing is left to do, and ends all tasks. `on_second` hears of each second that begins.
    pub fn run_until(&self, end: Duration, mut on_second: impl FnMut(u64)) {
        let yielded = Arc::new(Yielded::default());
        let waker = Waker::from(Arc::clone(&yielded));
        let mut context = Context::from_waker(&waker);
        loop {
            let next = self.0.events.borrow_mut().pop();
            let Some(Reverse((time, _, id))) = next else {
                break;
            };
            if time >= end {
                self.0.now.set(end);
                break;
            }
            for second in self.0.now.get().as_secs()..time.as_secs() {
                on_second(second + 1);
            }
            self.0.now.set(time);
            self.0.current.set(id);
            // Taken out while it runs, since it may spawn others.
            let Some(mut task) = self.0.tasks.borrow_mut()[id].take() else {
                continue;
            };
            if task.as_mut().poll(&mut context).is_pending() {
                self.0.tasks.borrow_mut()[id] = Some(task);
            }
            if yielded.0.swap(false, Ordering::Relaxed) {
                self.wake_at(time, id);
            }
        }
        // A task holds its world, which holds the task.
        let left = std::mem::take(&mut *self.0.tasks.borrow_mut());
        drop(left);
    }

    fn wake_at(&self, time: Duration, task: TaskId) {
        let count = self.0.count.get();
        self.0.count.set(count + 1);
        let mut events = self.0.events.borrow_mut();
        events.push(Reverse((time, count, task)));
    }
}

impl Clock for World {
    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn entropy(&self) -> u64 {
        self.0.random.next()
    }
}

impl AsyncTimer for World {
    type Sleep = Sleep;

    fn sleep(&self, delay: Duration) -> Sleep {
        Sleep {
            world: self.clone(),
            due: self.now().saturating_add(delay),
            is_known: false,
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

/// A wait in a [`World`].
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited"]
pub struct Sleep {
    world: World,
    due: Duration,
    is_known: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.world.now() >= self.due {
            return Poll::Ready(());
        }
        if !self.is_known {
            self.is_known = true;
            self.world.wake_at(self.due, self.world.0.current.get());
        }
        Poll::Pending
    }
}

/// Whether the task that runs wants to run again at once. No task wakes another.
#[derive(Default)]
struct Yielded(AtomicBool);

impl Wake for Yielded {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_happen_in_the_order_of_their_times() {
        let (world, log) = (World::new(0), Rc::new(RefCell::new(Vec::new())));
        for (name, first, second) in [("a", 2, 2), ("b", 1, 5), ("c", 1, 3)] {
            let (inner, log) = (world.clone(), Rc::clone(&log));
            world.spawn_at(Duration::from_secs(first), async move {
                log.borrow_mut().push((inner.now().as_secs(), name));
                inner.sleep(Duration::from_secs(second)).await;
                log.borrow_mut().push((inner.now().as_secs(), name));
            });
        }
        let mut seconds = Vec::new();
        world.run_until(Duration::from_secs(6), |second| seconds.push(second));
        // "b" would be woken at the sixth second, where the world ends.
        assert_eq!(
            *log.borrow(),
            [(1, "b"), (1, "c"), (2, "a"), (4, "c"), (4, "a")]
        );
        assert_eq!(seconds, [1, 2, 3, 4]);
        assert_eq!(world.now(), Duration::from_secs(6));
    }
}
