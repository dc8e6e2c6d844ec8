//! Methods of traits.

use retry_core::retry;

use crate::support::*;
trait Source {
    fn probe(&self) -> &Probe;
}

#[derive(Default)]
struct Api(Probe);

impl Source for Api {
    fn probe(&self) -> &Probe {
        &self.0
    }
}

mod method_with_a_body {
    use super::*;

    trait Get: Source {
        #[retry(backoff = 0)]
        fn get(&self) -> Result<u32, Failed> {
            self.probe().call()
        }
    }
    impl Get for Api {}
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(Get::get(&api), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod method_with_a_body_and_mutable_self {
    use super::*;

    trait Post: Source {
        fn sent(&mut self);
        #[retry(backoff = 0)]
        fn send(&mut self) -> Result<u32, Failed> {
            self.sent();
            self.probe().call()
        }
    }
    struct Counted(Probe, u32);
    impl Source for Counted {
        fn probe(&self) -> &Probe {
            &self.0
        }
    }
    impl Post for Counted {
        fn sent(&mut self) {
            self.1 += 1;
        }
    }
    #[test]
    fn is_retried() {
        let mut counted = Counted(Probe::new(), 0);
        assert_eq!(counted.send(), Ok(3));
        assert_eq!(counted.1, 3);
    }
}

mod implementation {
    use super::*;

    trait Get {
        fn get(&self, more: u32) -> Result<u32, Failed>;
    }
    impl Get for Api {
        #[retry(backoff = 0)]
        fn get(&self, more: u32) -> Result<u32, Failed> {
            Ok(self.0.call()? + more)
        }
    }
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(Get::get(&api, 1), Ok(4));
        assert_eq!(api.0.calls(), 3);
    }
}

mod implementation_for_references {
    use super::*;

    trait Get {
        fn get(self) -> Result<u32, Failed>;
    }
    impl Get for &Api {
        #[retry(backoff = 0)]
        fn get(self) -> Result<u32, Failed> {
            self.0.call()
        }
    }
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(Get::get(&api), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod generic_trait {
    use super::*;

    trait Convert<T> {
        fn convert(&self, value: T) -> Result<T, Failed>;
    }
    impl<T: Clone> Convert<T> for Api {
        #[retry(backoff = 0)]
        fn convert(&self, value: T) -> Result<T, Failed> {
            self.0.call()?;
            Ok(value.clone())
        }
    }
    #[test]
    fn can_be_implemented() {
        let api = Api::default();
        assert_eq!(api.convert("a"), Ok("a"));
        assert_eq!(api.0.calls(), 3);
    }
}

mod associated_types {
    use super::*;

    trait Load {
        type Row;
        type Error;
        fn load(&mut self) -> Result<Self::Row, Self::Error>;
    }
    impl Load for Api {
        type Row = u32;
        type Error = Failed;
        #[retry(backoff = 0)]
        fn load(&mut self) -> Result<Self::Row, Self::Error> {
            self.0.call()
        }
    }
    #[test]
    fn are_kept() {
        let mut api = Api::default();
        assert_eq!(api.load(), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod associated_type_projected {
    use super::*;

    #[retry(backoff = 0)]
    fn shape<I>(items: &I, probe: &Probe) -> Result<Option<<I as IntoIterator>::Item>, Failed>
    where
        I: IntoIterator + Clone,
    {
        probe.call()?;
        Ok(items.clone().into_iter().next())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(shape(&[1, 2], &probe), Ok(Some(1)));
        assert_eq!(probe.calls(), 3);
    }
}

mod associated_const {
    use super::*;

    trait Table {
        const NAME: &'static str;
        #[retry(backoff = 0)]
        fn name(probe: &Probe) -> Result<&'static str, Failed> {
            probe.call()?;
            Ok(Self::NAME)
        }
    }
    struct Users;
    impl Table for Users {
        const NAME: &'static str = "users";
    }
    #[test]
    fn can_be_used() {
        let probe = Probe::new();
        assert_eq!(Users::name(&probe), Ok("users"));
        assert_eq!(probe.calls(), 3);
    }
}

mod associated_function {
    use super::*;

    impl Api {
        #[retry(backoff = 0)]
        fn open(probe: &Probe) -> Result<Self, Failed> {
            probe.call()?;
            Ok(Self(Probe::new()))
        }
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(Api::open(&probe).map(|api| api.0.calls()), Ok(0));
        assert_eq!(probe.calls(), 3);
    }
}

mod trait_object {
    use super::*;

    trait Get {
        fn get(&self) -> Result<u32, Failed>;
    }
    impl Get for Api {
        #[retry(backoff = 0)]
        fn get(&self) -> Result<u32, Failed> {
            self.0.call()
        }
    }
    #[test]
    fn is_retried() {
        let object: Box<dyn Get> = Box::new(Api::default());
        assert_eq!(object.get(), Ok(3));
    }
}

mod standard_trait {
    use super::*;

    impl std::str::FromStr for Api {
        type Err = Failed;
        #[retry(backoff = 0)]
        fn from_str(text: &str) -> Result<Self, Failed> {
            static PROBE: Probe = Probe::new();
            PROBE.call()?;
            if text.is_empty() {
                Ok(Self::default())
            } else {
                Err(Failed)
            }
        }
    }
    #[test]
    fn can_be_implemented() {
        "".parse::<Api>().expect("the third call succeeds");
    }
}
