//! Keywords in front of `fn`, and functions as values.

use retry_core::retry;

use crate::support::*;

mod public {
    use super::*;

    mod inner {
        use super::*;
        #[retry(backoff = 0)]
        pub fn shape(probe: &Probe) -> Result<u32, Failed> {
            probe.call()
        }
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(inner::shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod public_in_the_crate {
    use super::*;

    mod inner {
        use super::*;
        #[retry(backoff = 0)]
        pub(crate) fn shape(probe: &Probe) -> Result<u32, Failed> {
            probe.call()
        }
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(inner::shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod public_in_a_path {
    use super::*;

    mod inner {
        use super::*;
        #[retry(backoff = 0)]
        pub(in super::super) fn shape(probe: &Probe) -> Result<u32, Failed> {
            probe.call()
        }
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(inner::shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod unsafe_function {
    use super::*;

    #[retry(backoff = 0)]
    unsafe fn shape(n: *const u32, probe: &Probe) -> Result<u32, Failed> {
        let more = unsafe { *n };
        Ok(more + probe.call()?)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        let n = 4;
        assert_eq!(unsafe { shape(&raw const n, &probe) }, Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod unsafe_function_without_a_block {
    use super::*;

    #[retry(backoff = 0)]
    #[allow(unsafe_op_in_unsafe_fn, reason = "it is written as in edition 2021")]
    unsafe fn shape(text: &[u8], probe: &Probe) -> Result<String, Failed> {
        probe.call()?;
        Ok(std::str::from_utf8_unchecked(text).to_owned())
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(unsafe { shape(b"a", &probe) }, Ok("a".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod unsafe_method {
    use super::*;

    struct Client(Probe);
    impl Client {
        #[retry(backoff = 0)]
        unsafe fn get(&mut self) -> Result<u32, Failed> {
            self.0.call()
        }
    }
    #[test]
    fn is_retried() {
        let mut client = Client(Probe::new());
        assert_eq!(unsafe { client.get() }, Ok(3));
        assert_eq!(client.0.calls(), 3);
    }
}

mod extern_c {
    use super::*;

    #[retry(backoff = 0)]
    #[allow(improper_ctypes_definitions, reason = "it is only called from Rust")]
    extern "C" fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        let pointer: extern "C" fn(&Probe) -> Result<u32, Failed> = shape;
        assert_eq!(pointer(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod unsafe_extern_c {
    use super::*;

    #[retry(backoff = 0)]
    #[allow(improper_ctypes_definitions, reason = "it is only called from Rust")]
    unsafe extern "C" fn shape(probe: *const Probe) -> Option<u32> {
        let probe = unsafe { probe.as_ref() }?;
        probe.call().ok()
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(unsafe { shape(&raw const probe) }, Some(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod extern_rust {
    use super::*;

    #[retry(backoff = 0)]
    extern "Rust" fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod as_a_value {
    use super::*;

    #[retry(backoff = 0)]
    fn shape(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn can_be_called() {
        let probe = Probe::new();
        let function = shape;
        assert_eq!(function(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod function_in_a_function {
    use super::*;

    fn outer(probe: &Probe) -> Result<u32, Failed> {
        #[retry(backoff = 0)]
        fn shape(probe: &Probe) -> Result<u32, Failed> {
            probe.call()
        }
        shape(probe)
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(outer(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod raw_name {
    use super::*;

    #[retry(backoff = 0)]
    fn r#try(probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(r#try(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}
