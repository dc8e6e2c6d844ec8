//! Methods of traits.

use retry_core::retry;

use crate::support::*;
use std::future::Future;

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
        async fn get(&self) -> Result<u32, Failed> {
            self.probe().called().await
        }
    }
    impl Get for Api {}
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(run(Get::get(&api)), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod method_with_a_body_and_mutable_self {
    use super::*;

    trait Post: Source {
        fn sent(&mut self);
        #[retry(backoff = 0)]
        async fn send(&mut self) -> Result<u32, Failed> {
            self.sent();
            self.probe().called().await
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
        assert_eq!(run(counted.send()), Ok(3));
        assert_eq!(counted.1, 3);
    }
}

mod implementation {
    use super::*;

    trait Get {
        async fn get(&self, more: u32) -> Result<u32, Failed>;
    }
    impl Get for Api {
        #[retry(backoff = 0)]
        async fn get(&self, more: u32) -> Result<u32, Failed> {
            Ok(self.0.called().await? + more)
        }
    }
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(run(Get::get(&api, 1)), Ok(4));
        assert_eq!(api.0.calls(), 3);
    }
}

mod implementation_for_references {
    use super::*;

    trait Get {
        async fn get(self) -> Result<u32, Failed>;
    }
    impl Get for &Api {
        #[retry(backoff = 0)]
        async fn get(self) -> Result<u32, Failed> {
            self.0.called().await
        }
    }
    #[test]
    fn is_retried() {
        let api = Api::default();
        assert_eq!(run(Get::get(&api)), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod generic_trait {
    use super::*;

    trait Convert<T> {
        async fn convert(&self, value: T) -> Result<T, Failed>;
    }
    impl<T: Clone> Convert<T> for Api {
        #[retry(backoff = 0)]
        async fn convert(&self, value: T) -> Result<T, Failed> {
            self.0.called().await?;
            Ok(value.clone())
        }
    }
    #[test]
    fn can_be_implemented() {
        let api = Api::default();
        assert_eq!(run(api.convert("a")), Ok("a"));
        assert_eq!(api.0.calls(), 3);
    }
}

mod associated_types {
    use super::*;

    trait Load {
        type Row;
        type Error;
        async fn load(&mut self) -> Result<Self::Row, Self::Error>;
    }
    impl Load for Api {
        type Row = u32;
        type Error = Failed;
        #[retry(backoff = 0)]
        async fn load(&mut self) -> Result<Self::Row, Self::Error> {
            self.0.called().await
        }
    }
    #[test]
    fn are_kept() {
        let mut api = Api::default();
        assert_eq!(run(api.load()), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}

mod associated_type_projected {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape<I>(items: &I, probe: &Probe) -> Result<Option<<I as IntoIterator>::Item>, Failed>
    where
        I: IntoIterator + Clone,
    {
        probe.called().await?;
        Ok(items.clone().into_iter().next())
    }
    #[test]
    fn is_kept() {
        let probe = Probe::new();
        assert_eq!(run(shape(&[1, 2], &probe)), Ok(Some(1)));
        assert_eq!(probe.calls(), 3);
    }
}

mod associated_const {
    use super::*;

    trait Table {
        const NAME: &'static str;
        #[retry(backoff = 0)]
        async fn name(probe: &Probe) -> Result<&'static str, Failed> {
            probe.called().await?;
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
        assert_eq!(run(Users::name(&probe)), Ok("users"));
        assert_eq!(probe.calls(), 3);
    }
}

mod associated_function {
    use super::*;

    impl Api {
        #[retry(backoff = 0)]
        async fn open(probe: &Probe) -> Result<Self, Failed> {
            probe.called().await?;
            Ok(Self(Probe::new()))
        }
    }
    #[test]
    fn is_retried() {
        let probe = Probe::new();
        assert_eq!(run(Api::open(&probe)).map(|api| api.0.calls()), Ok(0));
        assert_eq!(probe.calls(), 3);
    }
}

mod implementation_of_a_trait_that_returns_a_send_future {
    use super::*;

    trait Get {
        fn get(&mut self) -> impl Future<Output = Result<u32, Failed>> + Send;
    }
    impl Get for Api {
        #[retry(backoff = 0)]
        async fn get(&mut self) -> Result<u32, Failed> {
            self.0.called().await
        }
    }
    #[test]
    fn is_retried_and_send() {
        let mut api = Api::default();
        assert_eq!(run(api.get()), Ok(3));
        assert_eq!(api.0.calls(), 3);
    }
}
