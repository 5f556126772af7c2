// Ground that stands still.
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 face;
in uvec4 part;
out vec3 place, normal;
out vec2 across;                        // on streets: metres right of the middle, metres from the first junction
flat out vec4 street;                   // width, length, junction at the start + 2 * at the end, lanes

void main() {
    place = p3d_Vertex.xyz;
    normal = p3d_Normal;
    across = face.xy;
    street = vec4(face.zw, float(part.y) + 2. * float(part.z), float(part.w));
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
