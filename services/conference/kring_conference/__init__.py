"""Conference: prepares the circle's conference (Eigen Kracht-conferentie), keeps the plan it made, and follows it up."""
