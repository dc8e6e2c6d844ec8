#![doc = include_str!("../../guide/from_tokio_retry.md")]
