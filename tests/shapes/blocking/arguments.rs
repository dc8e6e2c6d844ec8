//! Arguments by value and by reference.

use retry_core::retry;

use crate::support::*;
use std::sync::Mutex;

mod owned_and_borrowed {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(name: String, probe: &Probe) -> Result<usize, Failed> {
        probe.call()?;
        Ok(name.len())
    }
    #[test]
    fn can_be_used_by_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape("abc".to_owned(), &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod owned_and_moved {
    use super::*;

    #[retry(backoff = 0, clone(name))]
    fn shape(name: String, probe: &Probe) -> Result<Vec<u8>, Failed> {
        let bytes = name.into_bytes();
        probe.call()?;
        Ok(bytes)
    }
    #[test]
    fn is_cloned_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape("ab".to_owned(), &probe), Ok(b"ab".to_vec()));
        assert_eq!(probe.calls(), 3);
    }
}

mod several_moved {
    use super::*;

    #[retry(backoff = 0, clone(first, second))]
    fn shape(
        first: String,
        kept: String,
        second: Vec<u8>,
        probe: &Probe,
    ) -> Result<(String, Vec<u8>), Failed> {
        let pair = (first + &kept, second);
        probe.call()?;
        Ok(pair)
    }
    #[test]
    fn are_cloned_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(
            shape("a".to_owned(), "b".to_owned(), vec![1], &probe),
            Ok(("ab".to_owned(), vec![1]))
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod not_clone {
    use super::*;

    struct Connection(Mutex<u32>);
    #[retry(backoff = 0)]
    fn shape(connection: Connection, probe: &Probe) -> Result<u32, Failed> {
        *connection.0.lock().expect("never poisoned") += 1;
        probe.call()?;
        Ok(*connection.0.lock().expect("never poisoned"))
    }
    #[test]
    fn is_the_same_value_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(Connection(Mutex::new(0)), &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod not_clone_owned_probe {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_the_same_value_in_every_attempt() {
        assert_eq!(shape(Probe::new()), Ok(3));
    }
}

mod mutable_by_value {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(mut items: Vec<u32>, probe: &Probe) -> Result<Vec<u32>, Failed> {
        items.push(probe.calls());
        probe.call()?;
        Ok(items)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(vec![9], &probe), Ok(vec![9, 2]));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_copy {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(mut left: u32, probe: &Probe) -> Result<u32, Failed> {
        while left > 1 {
            left -= 1;
        }
        Ok(left + probe.call()?)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(5, &probe), Ok(4));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_generic_by_value {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<I: Iterator<Item = u32> + Clone>(
        mut items: I,
        probe: &Probe,
    ) -> Result<Option<u32>, Failed> {
        let first = items.next();
        probe.call()?;
        Ok(first)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(4..9, &probe), Ok(Some(4)));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_reference {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(items: &mut Vec<u32>, probe: &Probe) -> Result<u32, Failed> {
        items.push(probe.calls());
        probe.call()
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let probe = Probe::new();
        let mut items = vec![];
        assert_eq!(shape(&mut items, &probe), Ok(3));
        assert_eq!(items, [0, 1, 2]);
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_binding_of_a_mutable_reference {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(mut rest: &mut [u32], probe: &Probe) -> Result<u32, Failed> {
        rest = &mut rest[1..];
        rest[0] += 1;
        probe.call()
    }
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let probe = Probe::new();
        let mut items = [0, 0, 0];
        assert_eq!(shape(&mut items, &probe), Ok(3));
        assert_eq!(items, [0, 3, 0]);
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_binding_of_a_shared_reference {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(mut rest: &[u32], probe: &Probe) -> Result<u32, Failed> {
        let mut sum = 0;
        while let [first, tail @ ..] = rest {
            sum += first;
            rest = tail;
        }
        probe.call()?;
        Ok(sum)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&[1, 2, 3], &probe), Ok(6));
        assert_eq!(probe.calls(), 3);
    }
}

mod mutable_binding_of_a_str {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<'a>(mut text: &'a str, probe: &Probe) -> Result<&'a str, Failed> {
        text = text.trim();
        probe.call()?;
        Ok(text)
    }
    #[test]
    fn is_a_new_copy_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(" a ", &probe), Ok("a"));
        assert_eq!(probe.calls(), 3);
    }
}

mod reader_moved_forward {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(input: &mut &[u8], probe: &Probe) -> Result<u8, Failed> {
        let (first, rest) = input.split_first().ok_or(Failed)?;
        *input = rest;
        probe.call()?;
        Ok(*first)
    }
    #[test]
    fn continues_where_the_last_attempt_stopped() {
        let probe = Probe::new();
        let mut input: &[u8] = b"abcd";
        assert_eq!(shape(&mut input, &probe), Ok(b'c'));
        assert_eq!(input, b"d");
        assert_eq!(probe.calls(), 3);
    }
}

mod optional_mutable_reference_by_as_deref_mut {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(target: &mut Option<&mut u32>, probe: &Probe) -> Result<u32, Failed> {
        if let Some(target) = target.as_deref_mut() {
            *target += 1;
        }
        probe.call()
    }
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let probe = Probe::new();
        let mut n = 0;
        assert_eq!(shape(&mut Some(&mut n), &probe), Ok(3));
        assert_eq!(n, 3);
        assert_eq!(probe.calls(), 3);
    }
}
