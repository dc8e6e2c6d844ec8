#![doc = include_str!("../../guide/shutting_down.md")]
