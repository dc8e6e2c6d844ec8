//! Methods with every kind of receiver.

use retry_core::retry;

use crate::support::*;
use std::{pin::Pin, rc::Rc, sync::Arc};

/// A client that counts its calls.
#[derive(Default)]
struct Client {
    probe: Probe,
    sent: Vec<u32>,
}

mod shared_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn shared_self(&self) -> Result<u32, Failed> {
            self.probe.called().await
        }
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let client = Client::default();
        assert_eq!(run(client.shared_self()), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod mutable_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn mutable_self(&mut self) -> Result<u32, Failed> {
            self.sent.push(7);
            self.probe.called().await
        }
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let mut client = Client::default();
        assert_eq!(run(client.mutable_self()), Ok(3));
        assert_eq!(client.sent, [7, 7, 7]);
    }
}

mod mutable_self_passed_on {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn mutable_self_passed_on(&mut self) -> Result<u32, Failed> {
            deliver(self).await
        }
    }
    async fn deliver(client: &mut Client) -> Result<u32, Failed> {
        client.sent.push(client.probe.calls());
        client.probe.called().await
    }
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let mut client = Client::default();
        assert_eq!(run(client.mutable_self_passed_on()), Ok(3));
        assert_eq!(client.sent, [0, 1, 2]);
    }
}

mod mutable_self_calls_its_own_method {
    use super::*;

    impl Client {
        async fn step(&mut self, by: u32) -> Result<u32, Failed> {
            self.sent.push(by);
            self.probe.called().await
        }
        #[retry(backoff = 0)]
        async fn mutable_self_calls_its_own_method(&mut self, by: u32) -> Result<u32, Failed> {
            let first = self.step(by).await?;
            Ok(first + self.step(by + 1).await?)
        }
    }
    #[test]
    fn in_every_attempt() {
        let mut client = Client::default();
        assert_eq!(run(client.mutable_self_calls_its_own_method(1)), Ok(7));
        assert_eq!(client.sent, [1, 1, 1, 2]);
    }
}

mod mutable_self_with_mutable_argument {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn mutable_self_with_mutable_argument(
            &mut self,
            target: &mut Vec<u32>,
        ) -> Result<u32, Failed> {
            self.sent.push(1);
            target.append(&mut self.sent);
            self.probe.called().await
        }
    }
    #[test]
    fn are_reborrowed_by_every_attempt() {
        let (mut client, mut target) = (Client::default(), Vec::new());
        assert_eq!(
            run(client.mutable_self_with_mutable_argument(&mut target)),
            Ok(3)
        );
        assert_eq!(target, [1, 1, 1]);
        assert_eq!(client.probe.calls(), 3);
    }
}

mod owned_self_borrowed {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn owned_self_borrowed(self) -> Result<usize, Failed> {
            self.probe.called().await?;
            Ok(self.sent.len())
        }
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let client = Client {
            probe: Probe::new(),
            sent: vec![1, 2],
        };
        assert_eq!(run(client.owned_self_borrowed()), Ok(2));
    }
}

mod copied_self {
    use super::*;

    #[derive(Clone, Copy)]
    struct Id(u32);
    impl Id {
        #[retry(backoff = 0)]
        async fn copied_self(self, probe: &Probe) -> Result<u32, Failed> {
            let Self(id) = self;
            Ok(id + probe.called().await?)
        }
    }
    #[test]
    fn is_copied_for_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(Id(4).copied_self(&probe)), Ok(7));
        assert_eq!(probe.calls(), 3);
    }
}

mod arc_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn arc_self(self: Arc<Self>) -> Result<usize, Failed> {
            self.probe.called().await?;
            Ok(Arc::strong_count(&self))
        }
    }
    #[test]
    fn is_dropped_at_the_end() {
        let client = Arc::new(Client::default());
        assert_eq!(run(client.clone().arc_self()), Ok(2));
        assert_eq!((client.probe.calls(), Arc::strong_count(&client)), (3, 1));
    }
}

mod arc_self_by_reference {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn arc_self_by_reference(self: &Arc<Self>) -> Result<Arc<Self>, Failed> {
            self.probe.called().await?;
            Ok(Self::clone_of(self))
        }
        fn clone_of(this: &Arc<Self>) -> Arc<Self> {
            Arc::clone(this)
        }
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let client = Arc::new(Client::default());
        let same = run(client.arc_self_by_reference()).expect("the third call succeeds");
        assert!(Arc::ptr_eq(&client, &same));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod rc_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn rc_self(self: Rc<Self>) -> Result<u32, Failed> {
            self.probe.called().await
        }
    }
    #[test]
    fn is_dropped_at_the_end() {
        let client = Rc::new(Client::default());
        assert_eq!(run_local(client.clone().rc_self()), Ok(3));
        assert_eq!((client.probe.calls(), Rc::strong_count(&client)), (3, 1));
    }
}

mod boxed_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn boxed_self(self: Box<Self>) -> Result<u32, Failed> {
            let this: &Self = &self;
            this.probe.called().await
        }
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        assert_eq!(run(Box::new(Client::default()).boxed_self()), Ok(3));
    }
}

mod pinned_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn pinned_self(self: Pin<&mut Self>) -> Result<u32, Failed> {
            self.probe.called().await
        }
    }
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let mut client = Box::pin(Client::default());
        assert_eq!(run(client.as_mut().pinned_self()), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod pinned_self_by_shared_reference {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn pinned_self_by_shared_reference(self: Pin<&Self>) -> Result<u32, Failed> {
            self.get_ref().probe.called().await
        }
    }
    #[test]
    fn is_borrowed_by_every_attempt() {
        let client = Box::pin(Client::default());
        assert_eq!(
            run(client.as_ref().pinned_self_by_shared_reference()),
            Ok(3)
        );
        assert_eq!(client.probe.calls(), 3);
    }
}

mod explicit_self_type {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn explicit_self_type<'a>(
            self: &'a mut Client,
            extra: &'a u32,
        ) -> Result<u32, Failed> {
            self.sent.push(*extra);
            self.probe.called().await
        }
    }
    #[test]
    fn is_reborrowed_by_every_attempt() {
        let mut client = Client::default();
        assert_eq!(run(client.explicit_self_type(&9)), Ok(3));
        assert_eq!(client.sent, [9, 9, 9]);
    }
}

mod mutable_field_in_an_inner_closure {
    use super::*;

    impl Client {
        #[retry(backoff = 0)]
        async fn mutable_field_in_an_inner_closure(&mut self) -> Result<u32, Failed> {
            let mut push = |n| self.sent.push(n);
            push(1);
            push(2);
            self.probe.called().await
        }
    }
    #[test]
    fn keeps_the_changes_of_every_attempt() {
        let mut client = Client::default();
        assert_eq!(run(client.mutable_field_in_an_inner_closure()), Ok(3));
        assert_eq!(client.sent, [1, 2, 1, 2, 1, 2]);
    }
}
