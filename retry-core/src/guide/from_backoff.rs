#![doc = include_str!("../../guide/from_backoff.md")]
