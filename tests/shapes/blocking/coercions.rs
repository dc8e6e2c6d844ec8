//! Results that are coerced to the declared type.

use retry_core::retry;

use crate::support::*;
use std::{error::Error, fmt::Display};

mod boxed_error {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Box<dyn Error>> {
        Ok(probe.call()?)
    }
    #[test]
    fn is_made_by_the_question_mark() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).ok(), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod boxed_error_send_sync {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(text: &str, probe: &Probe) -> Result<u32, Box<dyn Error + Send + Sync>> {
        if probe.call().is_err() {
            return Err("from a text".into());
        }
        let n: u32 = text.parse()?;
        Ok(n)
    }
    #[test]
    fn is_made_of_text_and_by_the_question_mark() {
        let probe = Probe::new();
        assert_eq!(shape("8", &probe).ok(), Some(8));
        assert_eq!(probe.calls(), 3);
    }
}

mod boxed_error_by_coercion {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Box<dyn Error>> {
        match probe.call() {
            Ok(n) => Ok(n),
            Err(failed) => Err(Box::new(failed)),
        }
    }
    #[test]
    fn is_made_of_a_box() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).ok(), Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod boxed_trait_in_the_tail {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<Box<dyn Display>, Failed> {
        let n = probe.call()?;
        Ok(Box::new(n))
    }
    #[test]
    fn is_coerced_to_the_declared_type() {
        let probe = Probe::new();
        assert_eq!(
            shape(&probe).map(|shown| shown.to_string()),
            Ok("3".to_owned())
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod boxed_trait_in_return {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<Box<dyn Display + Send>, Failed> {
        let n = probe.call()?;
        if n == 3 {
            return Ok(Box::new("three"));
        }
        Ok(Box::new(n))
    }
    #[test]
    fn is_coerced_to_the_declared_type() {
        let probe = Probe::new();
        assert_eq!(
            shape(&probe).map(|shown| shown.to_string()),
            Ok("three".to_owned())
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod boxed_closure {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<Box<dyn Fn(u32) -> u32 + Send>, Failed> {
        let n = probe.call()?;
        Ok(Box::new(move |m| m + n))
    }
    #[test]
    fn is_coerced_to_the_declared_type() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).map(|add| add(4)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod slice_by_coercion {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<&'static [u32], Failed> {
        probe.call()?;
        Ok(&[1, 2])
    }
    #[test]
    fn is_coerced_to_the_declared_type() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(&[1, 2][..]));
        assert_eq!(probe.calls(), 3);
    }
}

mod fn_pointer_by_coercion {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<fn(u32) -> u32, Failed> {
        probe.call()?;
        Ok(|n| n + 1)
    }
    #[test]
    fn is_coerced_to_the_declared_type() {
        let probe = Probe::new();
        assert_eq!(shape(&probe).map(|next| next(1)), Ok(2));
        assert_eq!(probe.calls(), 3);
    }
}
