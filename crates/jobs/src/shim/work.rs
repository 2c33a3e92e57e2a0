//! A step while it runs: a process of this machine, or a container.

use super::contained::Contained;
use super::pipes::Said;
use super::step::{Ended, Running};
use crate::folder::{JobFolder, Step};
use rustix::process::Signal;
use std::sync::mpsc::Receiver;

pub enum Work {
    Process(Running),
    Container(Box<Contained>),
}

impl Work {
    pub fn said(&self) -> &Receiver<Said> {
        match self {
            Work::Process(running) => &running.said,
            Work::Container(contained) => &contained.said,
        }
    }

    /// Whether it has ended.
    pub fn poll(&mut self) -> std::io::Result<bool> {
        match self {
            Work::Process(running) => running.poll(),
            Work::Container(contained) => Ok(contained.poll()),
        }
    }

    pub fn signal(&self, signal: Signal) {
        match self {
            Work::Process(running) => running.signal(signal),
            Work::Container(contained) => contained.signal(signal),
        }
    }

    /// What is to be told of it, once.
    pub fn news(&self) -> Option<&'static str> {
        match self {
            Work::Process(_) => None,
            Work::Container(contained) => contained.news(),
        }
    }

    /// It keeps more on the disk than it may, elsewhere than in the work folder.
    pub fn over(&self) -> bool {
        match self {
            Work::Process(_) => false,
            Work::Container(contained) => contained.over(),
        }
    }

    /// How it ended. `tell`: what is to stand in the log.
    pub fn finish(
        self,
        folder: &JobFolder,
        step: &Step,
        goes_on: bool,
        tell: &mut dyn FnMut(&str),
    ) -> std::io::Result<Ended> {
        match self {
            Work::Process(running) => running.finish(folder, step, goes_on),
            Work::Container(contained) => contained.finish(folder, goes_on, tell),
        }
    }
}
