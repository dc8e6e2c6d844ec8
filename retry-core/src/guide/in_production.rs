#![doc = include_str!("../../guide/in_production.md")]
