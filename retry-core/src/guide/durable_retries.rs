#![doc = include_str!("../../guide/durable_retries.md")]
