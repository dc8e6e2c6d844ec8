#![doc = include_str!("../../guide/comparison.md")]
