#![doc = include_str!("../../guide/cookbook.md")]
