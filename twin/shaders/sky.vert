// A triangle over the whole picture, behind everything; its directions come from the camera that draws it.
uniform mat4 p3d_ModelViewProjectionMatrixInverse;
in vec4 p3d_Vertex;
out vec4 near_point, far_point;

void main() {
    vec2 xy = p3d_Vertex.xy;
    near_point = p3d_ModelViewProjectionMatrixInverse * vec4(xy, -1., 1.);
    far_point = p3d_ModelViewProjectionMatrixInverse * vec4(xy, 1., 1.);
    gl_Position = vec4(xy, .99999, 1.);
}
