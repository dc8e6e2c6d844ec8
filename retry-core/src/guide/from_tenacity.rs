#![doc = include_str!("../../guide/from_tenacity.md")]
