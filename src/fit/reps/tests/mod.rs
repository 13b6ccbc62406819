mod attainment;
mod attrition;
mod edges;
mod ramp;
mod roster;
mod shared_data;
mod summary;
mod world;
