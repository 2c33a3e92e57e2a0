mod admin;
mod advise;
mod audit;
mod centroids;
mod chessboard;
mod dataset;
mod demo;
mod evaluate;
mod keep;
mod licenses;
mod login;
mod model;
mod openapi;
mod predict;
mod read;
mod recipe;
mod remote;
mod run_service;
mod serve;
mod shim;
mod simulate;
mod train;

use crate::cli::{Cli, Command, DataArgs};
use crate::console::{self, note};
use crate::failure::{Failure, exit};
use fovea_datasets::{DataSet, OpenOptions};
use fovea_infer::InferError;
use std::path::Path;

/// Runs a command; the number is the exit code.
pub fn run(cli: Cli) -> Result<u8, Failure> {
    match cli.command {
        Command::Train(args) => train::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Predict(args) => predict::run(&args),
        Command::Recipe(command) => recipe::run(&command),
        Command::Dataset(command) => dataset::run(&command),
        Command::Model(command) => model::run(&command),
        Command::Demo(args) => demo::run(&args),
        Command::Licenses(args) => licenses::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Admin(command) => admin::run(&command),
        Command::User(command) => remote::user(&command),
        Command::Group(command) => remote::group(&command),
        Command::Role(command) => remote::role(&command),
        Command::Setting(command) => remote::setting(&command),
        Command::Vc(command) => remote::vc(&command),
        Command::Node(command) => remote::node(&command),
        Command::Token(command) => remote::token(&command),
        Command::Account(command) => remote::account(&command),
        Command::Project(command) => remote::project(&command),
        Command::LabelSet(command) => remote::label_set(&command),
        Command::Version(command) => remote::versions(&command),
        Command::Training(command) => remote::training(&command),
        Command::Job(command) => remote::job(&command),
        Command::Template(command) => remote::template(&command),
        Command::Image(command) => remote::image(&command),
        Command::Service(command) => remote::service(&command),
        Command::Record(command) => remote::record(&command),
        Command::Storage(command) => remote::storage(&command),
        Command::Raw(command) => remote::raw(&command),
        Command::Audit(command) => audit::run(&command),
        Command::Login(args) => login::login(&args),
        Command::Logout(args) => login::logout(&args),
        Command::Whoami(args) => login::whoami(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Openapi => openapi::run(),
        Command::Shim(args) => shim::run(&args),
        Command::Keep(args) => keep::run(&args),
        Command::Advise(args) => advise::run(&args),
        Command::Read(args) => read::run(args),
        Command::RunService(args) => run_service::run(&args),
        Command::JudgeRecipe(args) => recipe::judge(&args),
        Command::TryRecipes(args) => recipe::try_recipes(&args),
    }
}

/// Opens a data set and tells its problems on stderr.
fn open_data(args: &DataArgs) -> Result<DataSet, Failure> {
    let options = OpenOptions {
        format: args.format,
        good: args.good.clone(),
        group: args.group.clone(),
        ..OpenOptions::default()
    };
    let set = fovea_datasets::open(&args.data, &options)?;
    const SHOWN: usize = 20;
    for problem in set.problems.iter().take(SHOWN) {
        note!("warning: {}: {}", problem.path, problem.message);
    }
    if set.problems.len() > SHOWN {
        let more = set.problems.len() - SHOWN;
        note!("warning: {more} more problems; `fovea dataset inspect` lists all");
    }
    Ok(set)
}

/// Prints one JSON document.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    console::write(&text)
}

/// Makes a folder for results, with those above it.
fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|source| InferError::Write { path: path.into(), source }.into())
}

/// A share as a percentage for people.
fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

const DONE: Result<u8, Failure> = Ok(exit::DONE);
