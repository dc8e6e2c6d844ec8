#![doc = include_str!("../../guide/from_reqwest_retry.md")]
