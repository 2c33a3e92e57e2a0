//! One file a layer, each with `forward` and `backward` over one sample or one part of a batch.

pub mod conv;
pub mod depthwise;
pub mod direct;
pub mod norm;
pub mod resize;
