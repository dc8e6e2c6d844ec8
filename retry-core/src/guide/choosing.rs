#![doc = include_str!("../../guide/choosing.md")]
