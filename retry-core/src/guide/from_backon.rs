#![doc = include_str!("../../guide/from_backon.md")]
