//! Prints the allocations of one run, for every case and contender.
//!
//! A program of its own, so that the counting allocator does not slow down `cases`.

use retry_benches::{contenders, counting::Counting};

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

const TIMES: u64 = 100;

fn main() {
    for contender in contenders::all() {
        for (case, runs) in contender.cases {
            // What is set up once for each thread is not a cost of a run.
            runs(1);
            let few = allocations(|| runs(TIMES));
            let many = allocations(|| runs(2 * TIMES));
            let each = (many - few) / TIMES;
            println!("{}\t{}\t{each}", case.name(), contender.name);
        }
    }
}

fn allocations(work: impl FnOnce() -> u64) -> u64 {
    let before = ALLOCATOR.allocations();
    work();
    ALLOCATOR.allocations() - before
}
