//! An allocator that counts allocations and bytes.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

/// The system's allocator with counters.
#[derive(Debug)]
pub struct Counting {
    allocations: AtomicU64,
    live: AtomicU64,
    most: AtomicU64,
}

impl Counting {
    /// An allocator whose counters are zero.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            allocations: AtomicU64::new(0),
            live: AtomicU64::new(0),
            most: AtomicU64::new(0),
        }
    }

    /// How many allocations were made.
    #[must_use]
    pub fn allocations(&self) -> u64 {
        self.allocations.load(Relaxed)
    }

    /// How many bytes are allocated now.
    #[must_use]
    pub fn live(&self) -> u64 {
        self.live.load(Relaxed)
    }

    /// The most bytes that were allocated at a time.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.most.load(Relaxed)
    }
}

impl Default for Counting {
    fn default() -> Self {
        Self::new()
    }
}

// The default `realloc` goes through `alloc` and `dealloc`, so it is counted too.
#[allow(unsafe_code, reason = "an allocator cannot be counted otherwise")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let bytes = layout.size() as u64;
        self.allocations.fetch_add(1, Relaxed);
        let live = self.live.fetch_add(bytes, Relaxed) + bytes;
        self.most.fetch_max(live, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.live.fetch_sub(layout.size() as u64, Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}
