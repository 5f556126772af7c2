// One of many trees, cars or lamps: instance `first` + i of the table (two texels each).
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform sampler2D instances;
uniform int first;
in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 face;
in uvec4 part;
out vec3 place, normal;
flat out vec2 kind;                     // sort of part, tint
out float up;                           // height within the tree, 0 to 1

void main() {
    int i = first + gl_InstanceID;
    ivec2 at = ivec2(i & 511, (i >> 9) * 2);
    vec4 a = texelFetch(instances, at, 0), b = texelFetch(instances, at + ivec2(0, 1), 0);
    float c = cos(b.x), s = sin(b.x);
    mat2 turn = mat2(c, s, -s, c);
    place = vec3(turn * p3d_Vertex.xy * b.z, p3d_Vertex.z) * a.w + a.xyz;
    normal = vec3(turn * p3d_Normal.xy, p3d_Normal.z);
    kind = vec2(float(part.x), b.y);
    up = face.x;
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(place, 1.);
}
