//! The one word of a bucket.

use loom::{sync::Arc, thread};

use crate::{TOKEN, atomic::AtomicU64, bucket::Bucket, model};

struct Shared {
    missing: AtomicU64,
    bucket: Bucket,
}

impl Shared {
    fn new(missing: u64, above_half: bool) -> Self {
        Self {
            missing: AtomicU64::new(missing),
            bucket: Bucket {
                capacity: 4 * TOKEN,
                success_returns: None,
                above_half,
            },
        }
    }

    fn withdraw(&self) -> bool {
        self.bucket.withdraw(&self.missing, TOKEN)
    }

    fn put_back(&self) {
        Bucket::put_back(&self.missing, TOKEN);
    }

    fn left(&self) -> u64 {
        self.bucket.left(&self.missing)
    }
}

#[test]
fn one_of_two_gets_the_last_token() {
    model(
        || Shared::new(3 * TOKEN, false),
        Shared::withdraw,
        Shared::withdraw,
        |shared, one, two| {
            assert!(one ^ two);
            assert_eq!(shared.left(), 0);
        },
    );
}

/// Above half, a refused retry pays as well.
#[test]
fn one_of_two_is_above_half() {
    model(
        || Shared::new(0, true),
        Shared::withdraw,
        Shared::withdraw,
        |shared, one, two| {
            assert!(one ^ two);
            assert_eq!(shared.left(), 2 * TOKEN);
        },
    );
}

#[test]
fn two_ask_while_a_run_is_accepted() {
    loom::model(|| {
        let shared = Arc::new(Shared::new(3 * TOKEN, false));
        let asked = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.withdraw())
        });
        shared.bucket.accept(&shared.missing, TOKEN);
        let granted: u64 = asked
            .map(|thread| u64::from(thread.join().expect("no panic")))
            .iter()
            .sum();
        assert!(granted > 0);
        assert_eq!(shared.left(), (2 - granted) * TOKEN);
    });
}

#[test]
fn a_bucket_is_never_more_than_full() {
    model(
        || Shared::new(TOKEN, false),
        Shared::put_back,
        Shared::put_back,
        |shared, (), ()| assert_eq!(shared.left(), 4 * TOKEN),
    );
}
