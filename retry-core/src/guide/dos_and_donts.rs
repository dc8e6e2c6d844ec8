#![doc = include_str!("../../guide/dos_and_donts.md")]
