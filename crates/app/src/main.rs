//! `legation`: reads political and diplomatic news and keeps the record.
//!
//! `legation code page.txt` prints who did what to whom, as coded events. See `legation --help`.

mod analysis;
mod batch;
mod cli;
mod commands;
mod engine;
mod failure;
mod input;
mod learning;
mod output;
mod parts;
mod progress;
mod stop;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    failure::exit_code(cli::Cli::parse().run())
}
