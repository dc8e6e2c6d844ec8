#![doc = include_str!("../../guide/testing.md")]
