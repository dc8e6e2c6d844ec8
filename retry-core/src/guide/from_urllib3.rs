#![doc = include_str!("../../guide/from_urllib3.md")]
