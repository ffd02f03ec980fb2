"""Conference: prepares the circle's conference (Eigen Kracht-conferentie), keeps its plan and follows it up."""
