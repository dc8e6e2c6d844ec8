//! Generic functions.

use retry_core::retry;

use crate::support::*;
use std::{
    fmt::{Debug, Display},
    marker::PhantomData,
};

mod type_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<T>(value: &T, probe: &Probe) -> Result<T, Failed>
    where
        T: Clone,
    {
        probe.call()?;
        Ok(value.clone())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&"a", &probe), Ok("a"));
        assert_eq!(probe.calls(), 3);
    }
}

mod bounds_in_place {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<T: Display + Debug, U: From<u32>>(
        value: &T,
        probe: &Probe,
    ) -> Result<(String, U), Failed> {
        let n = probe.call()?;
        Ok((format!("{value}{value:?}"), U::from(n)))
    }
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&1, &probe), Ok(("11".to_owned(), 3_u64)));
        assert_eq!(probe.calls(), 3);
    }
}

mod where_clause {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<T, E>(text: &str, probe: &Probe) -> Result<T, String>
    where
        T: std::str::FromStr<Err = E>,
        E: Display,
    {
        probe.call().map_err(|failed| failed.to_string())?;
        text.parse::<T>().map_err(|error| error.to_string())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape::<u8, _>("5", &probe), Ok(5));
        assert_eq!(probe.calls(), 3);
    }
}

mod generic_error {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<E: From<Failed>>(probe: &Probe) -> Result<u32, E> {
        Ok(probe.call()?)
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape::<Failed>(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod const_generic {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<const N: usize>(items: [u32; N], probe: &Probe) -> Result<[u32; N], Failed> {
        let n = probe.call()?;
        Ok(items.map(|item| item + n))
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape([1, 2], &probe), Ok([4, 5]));
        assert_eq!(probe.calls(), 3);
    }
}

mod const_generic_flag {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<const TWICE: bool>(probe: &Probe) -> Result<u32, Failed> {
        let n = probe.call()?;
        Ok(if TWICE { n * 2 } else { n })
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape::<true>(&probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod lifetimes {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a, 'b: 'a>(
        first: &'a str,
        second: &'b str,
        probe: &Probe,
    ) -> Result<&'a str, Failed> {
        probe.call()?;
        Ok(if first.is_empty() { second } else { first })
    }
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(shape("", "b", &probe), Ok("b"));
        assert_eq!(probe.calls(), 3);
    }
}

mod anonymous_lifetime {
    use super::*;

    struct View<'a>(&'a str);
    #[retry(backoff = 0)]
    fn shape(view: &View<'_>, probe: &Probe) -> Result<usize, Failed> {
        probe.call()?;
        Ok(view.0.len())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&View("ab"), &probe), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}

mod higher_ranked_bound {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<F>(pick: F, text: &str, probe: &Probe) -> Result<usize, Failed>
    where
        F: for<'a> Fn(&'a str) -> &'a str,
    {
        probe.call()?;
        Ok(pick(text).len())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(|text| &text[1..], "abc", &probe), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}

mod unsized_parameter {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<T: ?Sized + AsRef<[u8]>>(value: &T, probe: &Probe) -> Result<usize, Failed> {
        probe.call()?;
        Ok(value.as_ref().len())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape("ab", &probe), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}

mod static_and_send_bounds {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<T: Clone + Send + Sync + 'static>(value: T, probe: &Probe) -> Result<T, Failed> {
        probe.call()?;
        Ok(value.clone())
    }
    #[test]
    fn are_kept() {
        let probe = Probe::new();
        assert_eq!(shape(1, &probe), Ok(1));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_into {
    use super::*;

    #[retry(backoff = 0, clone(name))]
    fn shape(name: impl Into<String> + Clone, probe: &Probe) -> Result<String, Failed> {
        let name: String = name.into();
        probe.call()?;
        Ok(name)
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape("a", &probe), Ok("a".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod impl_block_with_generics {
    use super::*;

    struct Wrapper<T> {
        value: T,
        probe: Probe,
    }
    impl<T: Clone> Wrapper<T> {
        #[retry(backoff = 0)]
        fn get<U: From<T>>(&self) -> Result<U, Failed> {
            self.probe.call()?;
            Ok(U::from(self.value.clone()))
        }
    }
    #[test]
    fn may_have_annotated_methods() {
        let wrapper = Wrapper {
            value: 7_u32,
            probe: Probe::new(),
        };
        assert_eq!(wrapper.get::<u64>(), Ok(7));
        assert_eq!(wrapper.probe.calls(), 3);
    }
}

mod impl_block_with_lifetimes {
    use super::*;

    struct Cursor<'a, const N: usize> {
        rows: &'a [u32; N],
        probe: &'a Probe,
    }
    impl<'a, const N: usize> Cursor<'a, N> {
        #[retry(backoff = 0)]
        fn rows(&mut self) -> Result<&'a [u32; N], Failed> {
            self.probe.call()?;
            Ok(self.rows)
        }
    }
    #[test]
    fn may_have_annotated_methods() {
        let probe = Probe::new();
        assert_eq!(
            Cursor {
                rows: &[1, 2],
                probe: &probe
            }
            .rows(),
            Ok(&[1, 2])
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod phantom_type {
    use super::*;

    struct Typed<T>(Probe, PhantomData<fn() -> T>);
    impl<T> Typed<T>
    where
        T: Default,
    {
        #[retry(backoff = 0)]
        fn make(&self) -> Result<T, Failed> {
            self.0.call()?;
            Ok(T::default())
        }
    }
    #[test]
    fn may_have_annotated_methods() {
        let typed = Typed::<u8>(Probe::new(), PhantomData);
        assert_eq!(typed.make(), Ok(0));
        assert_eq!(typed.0.calls(), 3);
    }
}
