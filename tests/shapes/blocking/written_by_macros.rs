//! Functions that come from `macro_rules!`.

use retry_core::retry;

use crate::support::*;

mod whole_function {
    use super::*;

    macro_rules! write {
        () => {
            #[retry(backoff = 0)]
            fn shape(probe: &Probe) -> Result<u32, Failed> {
                probe.call()
            }
        };
    }
    write!();
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod names {
    use super::*;

    macro_rules! write {
    ($($name:ident $argument:ident),*) => {$(
        #[retry(backoff = 0)]
        fn $name($argument: &Probe) -> Result<u32, Failed> { $argument.call() }
    )*};
}
    write!(first probe, second other);
    #[test]
    fn are_accepted() {
        let probe = Probe::new();
        assert_eq!(first(&Probe::new()), Ok(3));
        assert_eq!(second(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod expression {
    use super::*;

    macro_rules! write {
        ($name:ident($argument:ident) $body:expr) => {
            #[retry(backoff = 0)]
            fn $name($argument: &Probe) -> Result<u32, Failed> {
                $body
            }
        };
    }
    write!(shape(probe) probe.call());
    #[test]
    fn is_accepted_as_the_body() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod block_as_the_body {
    use super::*;

    macro_rules! write {
    ($name:ident($argument:ident) $body:block) => {
        #[retry(backoff = 0)]
        fn $name($argument: &Probe) -> Result<u32, Failed> $body
    };
}
    write!(shape(probe) {
        let n = probe.call()?;
        Ok(n + 1)
    });
    #[test]
    fn is_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod block_in_the_body {
    use super::*;

    macro_rules! write {
        ($name:ident($argument:ident) $body:block) => {
            #[retry(backoff = 0)]
            fn $name($argument: &Probe) -> Result<u32, Failed> {
                let n: u32 = $body;
                Ok(n)
            }
        };
    }
    write!(shape(probe) { probe.call()? + 1 });
    #[test]
    fn is_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod types {
    use super::*;

    macro_rules! write {
        ($name:ident, $argument:ty, $result:ty) => {
            #[retry(backoff = 0)]
            fn $name(more: $argument, probe: &Probe) -> $result {
                Ok(*more + probe.call()?)
            }
        };
    }
    write!(shape, &u32, Result<u32, Failed>);
    #[test]
    fn are_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&1, &probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod type_of_a_mutable_binding {
    use super::*;

    macro_rules! write {
        ($name:ident, $argument:ty) => {
            #[retry(backoff = 0)]
            fn $name(mut rest: $argument, probe: &Probe) -> Result<u32, Failed> {
                rest = &mut rest[1..];
                rest[0] += 1;
                probe.call()
            }
        };
    }
    write!(shape, &mut [u32]);
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let probe = Probe::new();
        let mut items = [0, 0];
        assert_eq!(shape(&mut items, &probe), Ok(3));
        assert_eq!(items, [0, 3]);
        assert_eq!(probe.calls(), 3);
    }
}

mod opaque_type {
    use super::*;

    macro_rules! write {
        ($name:ident, $result:ty) => {
            #[retry(backoff = 0)]
            fn $name(probe: &Probe) -> Result<$result, Failed> {
                probe.call()
            }
        };
    }
    write!(shape, impl Into<u64>);
    #[test]
    fn is_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).map(Into::into), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod pattern {
    use super::*;

    macro_rules! write {
        ($name:ident, $left:pat_param, $body:expr) => {
            #[retry(backoff = 0)]
            fn $name($left: (u32, u32), probe: &Probe) -> Result<u32, Failed> {
                probe.call()?;
                Ok($body)
            }
        };
    }
    write!(shape, (a, mut b), {
        b += 1;
        a + b
    });
    #[test]
    fn is_accepted() {
        let probe = Probe::new();
        assert_eq!(shape((1, 2), &probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod visibility_attributes_and_lifetime {
    use super::*;

    macro_rules! write {
    ($(#[$attribute:meta])* $visibility:vis $name:ident<$life:lifetime>) => {
        #[retry(backoff = 0)]
        $(#[$attribute])*
        $visibility fn $name<$life>(text: &$life str, probe: &Probe) -> Result<&$life str, Failed> {
            probe.call()?;
            Ok(text)
        }
    };
}
    write!(
        /// Documented.
        #[inline]
        pub(super) shape<'a>
    );
    #[test]
    fn are_accepted() {
        let probe = Probe::new();
        assert_eq!(shape("a", &probe), Ok("a"));
        assert_eq!(probe.calls(), 3);
    }
}

mod arguments_of_the_attribute {
    use super::*;

    macro_rules! write {
        ($name:ident, $attempts:literal, $backoff:expr, $error:pat) => {
            #[retry(attempts = $attempts, backoff = $backoff, on = $error)]
            fn $name(probe: &Probe) -> Result<u32, Failed> {
                probe.call()
            }
        };
    }
    write!(shape, 9, 0, Failed);
    #[test]
    fn are_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod all_tokens {
    use super::*;

    macro_rules! write {
    ($($tokens:tt)*) => {
        #[retry(backoff = 0)]
        $($tokens)*
    };
}
    write! {
        fn shape(mut n: u32, probe: &Probe) -> Result<u32, Failed> {
            n += 1;
            Ok(n + probe.call()?)
        }
    }
    #[test]
    fn are_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod item {
    use super::*;

    macro_rules! write {
        ($function:item) => {
            #[retry(backoff = 0)]
            $function
        };
    }
    write! {
        fn shape(probe: &Probe) -> Result<u32, Failed> { probe.call() }
    }
    #[test]
    fn is_accepted() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod methods {
    use super::*;

    struct Client(Probe);
    macro_rules! write {
    ($name:ident($this:ident)) => {
        impl Client {
            #[retry(backoff = 0)]
            fn $name(&$this) -> Result<u32, Failed> { $this.0.call() }
        }
    };
}
    write!(get(self));
    #[test]
    fn are_accepted() {
        let client = Client(Probe::new());
        assert_eq!(client.get(), Ok(3));
        assert_eq!(client.0.calls(), 3);
    }
}
